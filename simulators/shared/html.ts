/** Text that is safe in HTML, also inside attribute values in double quotes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** "66.01" from 6601. Both providers' currencies here have two decimals. */
export function yuanText(minor: number): string {
  const digits = String(minor).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** English, with Chinese beside it. */
export const both = (english: string, chinese: string): string =>
  `${escapeHtml(english)} <span lang="zh-CN">${escapeHtml(chinese)}</span>`;

export interface Look {
  /** The app that the phone pretends to run. */
  readonly app: string;
  readonly appInChinese: string;
  readonly colour: string;
}

const style = (colour: string): string => `
  :root { color-scheme: light; }
  body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1d1d1f; background: #f2f3f5; }
  header { padding: 12px 20px; color: #fff; background: ${colour}; font-weight: 600; }
  main { max-width: 420px; margin: 0 auto; padding: 20px; box-sizing: border-box; overflow-wrap: anywhere; }
  h1 { font-size: 22px; margin: 8px 0; } h2 { font-size: 18px; }
  .amount { font-size: 34px; font-weight: 600; margin: 8px 0; }
  .card { background: #fff; border-radius: 12px; padding: 16px; margin: 16px 0; }
  .row { display: flex; align-items: center; gap: 12px; margin: 12px 0; }
  button { flex: 1; min-height: 48px; border: 1px solid ${colour}; border-radius: 8px; background: #fff; color: #1d1d1f;
    font: inherit; cursor: pointer; }
  button.main { background: ${colour}; color: #fff; font-weight: 600; }
  .row span { min-width: 5em; color: #5b5b60; }
  input { width: 100%; min-height: 44px; box-sizing: border-box; font: inherit; padding: 0 10px; border-radius: 8px;
    border: 1px solid #8e8e93; }
  ul { list-style: none; padding: 0; } li a { display: block; padding: 12px 0; color: inherit; }
  [lang="zh-CN"] { color: #5b5b60; font-weight: 400; }`;

/** A whole page for a small screen. `body` is HTML. */
export const page = (look: Look, title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style(look.colour)}</style>
</head>
<body>
<header>${escapeHtml(look.app)} ${escapeHtml(look.appInChinese)} (simulator)</header>
<main>
${body}
</main>
</body>
</html>
`;
