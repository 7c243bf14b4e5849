/** Finds texts in scripts that people see and nobody can translate. A heuristic: it looks where texts usually come out. */
import ts from 'typescript';
import type { Finding } from './messages';
import { lineOf, nodesIn } from './script-strings';
import { readsLikeProse } from './words';

const SHOWN_NAMES = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'ariaLabel',
  'help',
  'innerText',
  'label',
  'message',
  'placeholder',
  'textContent',
  'title',
]);

/** Classes and functions that show an argument to people: which one, from 0. */
const SHOWS = new Map([
  ['ApiError', 1],
  ['alert', 0],
  ['button', 0],
  ['confirm', 0],
]);

/** Reads one TypeScript file. */
export function scriptLiterals(script: ts.SourceFile): Finding[] {
  const findings: Finding[] = [];
  for (const node of nodesIn(script)) {
    const shown = shownBy(node);
    if (shown === undefined || !readsLikeProse(shown)) continue;
    const says = `"${shown.trim()}" is shown to people, but cannot be translated`;
    findings.push({ file: script.fileName, line: lineOf(node), says });
  }
  return findings;
}

/** The text that a node shows by itself; undefined where it shows none, or something that was looked up. */
function shownBy(node: ts.Node): string | undefined {
  if (ts.isJsxText(node)) return isCommand(node.parent) ? undefined : node.text;
  return literal(shownExpression(node));
}

function shownExpression(node: ts.Node): ts.Node | undefined {
  if (ts.isJsxExpression(node)) return ts.isJsxElement(node.parent) ? node.expression : undefined;
  if (ts.isJsxAttribute(node)) return isShown(node.name) ? valueOf(node) : undefined;
  if (ts.isPropertyAssignment(node)) return isShown(node.name) ? node.initializer : undefined;
  if (ts.isBinaryExpression(node)) return assignedText(node);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return shownArgument(node);
  return undefined;
}

function assignedText({ left, operatorToken, right }: ts.BinaryExpression): ts.Node | undefined {
  const assigns = operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isPropertyAccessExpression(left);
  return assigns && isShown(left.name) ? right : undefined;
}

function shownArgument({ expression, arguments: args }: ts.CallExpression | ts.NewExpression): ts.Node | undefined {
  const position = ts.isIdentifier(expression) ? SHOWS.get(expression.text) : undefined;
  return position === undefined ? undefined : args?.[position];
}

/** What is typed into a terminal is the same in every language. */
const isCommand = (node: ts.Node): boolean =>
  ts.isJsxElement(node) && ['code', 'kbd', 'pre'].includes(node.openingElement.tagName.getText());

const isShown = (name: ts.Node): boolean => SHOWN_NAMES.has(ts.isStringLiteralLike(name) ? name.text : name.getText());

function valueOf({ initializer }: ts.JsxAttribute): ts.Node | undefined {
  return initializer && ts.isJsxExpression(initializer) ? initializer.expression : initializer;
}

function literal(node: ts.Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return [node.head, ...node.templateSpans.map((span) => span.literal)].map(({ text }) => text).join(' ');
  return undefined;
}
