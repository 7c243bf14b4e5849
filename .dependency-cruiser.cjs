/** Who may import whom: `npm run check` fails on an arrow that points the wrong way. */
const notTests = { pathNot: '\\.test\\.tsx?$|/testing/' };
const room = (name, from, to, because) => ({
  name,
  comment: because,
  severity: 'error',
  from: { ...notTests, path: from },
  to: { path: to },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file, or a third one is missing.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'contracts-stand-alone',
      comment: 'The shared language knows its schema library and nothing else.',
      severity: 'error',
      from: { ...notTests, path: '^contracts/src' },
      to: { pathNot: '^contracts/src|node_modules/typebox' },
    },
    {
      name: 'domain-is-pure',
      comment: 'No I/O, no clock, no packages: what the domain needs, it declares. Hashing is arithmetic.',
      severity: 'error',
      from: { ...notTests, path: '^bridge/src/domain' },
      to: { pathNot: '^bridge/src/domain|^contracts/src|^(node:)?crypto$' },
    },
    room(
      'use-cases-know-the-domain',
      '^bridge/src/use-cases',
      '^bridge/src/(http|jobs|store|vault|providers|cli|wiring|main|config|log|metrics)',
      "Use-cases speak to the outside through the domain's interfaces.",
    ),
    room(
      'http-knows-use-cases',
      '^bridge/src/http',
      '^bridge/src/(jobs|store|vault|providers|cli|wiring|main)',
      'The listeners tell use-cases what was asked.',
    ),
    room(
      'jobs-know-use-cases',
      '^bridge/src/jobs',
      '^bridge/src/(http|store|vault|providers|cli|wiring|main)',
      'Jobs run handlers that they are given.',
    ),
    room(
      'adapters-know-the-domain',
      '^bridge/src/(store|vault|providers)',
      '^bridge/src/(http|jobs|use-cases|cli|wiring|main)',
      "Adapters fulfil the domain's interfaces.",
    ),
    room(
      'adapters-do-not-know-each-other',
      '^bridge/src/(store|vault|providers/wechat-pay|providers/alipay)/',
      '^bridge/src/(?!$1)(store|vault|providers/wechat-pay|providers/alipay)/',
      'A provider is added by one folder, a store is replaced by one folder.',
    ),
    room(
      'simulators-stand-alone',
      '^simulators',
      '^(bridge|contracts)/',
      'What they borrowed from us could not contradict us.',
    ),
    room(
      'front-end-knows-contracts',
      '^(src|blocks)/',
      '^(bridge|simulators|tools)/',
      'Browsers speak to WordPress; the bridge is behind it.',
    ),
    room(
      'no-schemas-in-the-browser',
      '^(src|blocks)/',
      'node_modules/typebox',
      'The schema library is larger than the checkout script.',
    ),
    room(
      'bridge-knows-no-front-end',
      '^bridge/src',
      '^(src|blocks|tools|simulators)/',
      'The bridge is a package of its own.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|build|coverage|vendor)/|\\.multipay' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.depcruise.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
