/** Draws a QR code. In a chunk of its own, since most visitors of a checkout never see one. */
import { create } from 'qrcode';

/** ISO/IEC 18004 asks for four modules of quiet around the code; without it some phones do not see it. */
const QUIET_MODULES = 4;
const SVG = 'http://www.w3.org/2000/svg';

/**
 * Always dark on white, whatever the theme: scanners do not read inverted codes reliably.
 *
 * @param label what a screen reader says
 */
export function qrCode(text: string, label: string): SVGSVGElement {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const size = modules.size + 2 * QUIET_MODULES;
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = {
    role: 'img',
    'aria-label': label,
    class: 'multipay-qr-code',
    viewBox: `0 0 ${size} ${size}`,
    'shape-rendering': 'crispEdges',
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  svg.append(
    drawn('rect', { width: String(size), height: String(size), fill: '#fff' }),
    drawn('path', { d: darkModules(modules.size, (row, column) => modules.get(row, column) === 1), fill: '#000' }),
  );
  return svg;
}

function drawn(tag: 'rect' | 'path', attributes: Record<string, string>): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function darkModules(size: number, isDark: (row: number, column: number) => boolean): string {
  let path = '';
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (isDark(row, column)) path += `M${column + QUIET_MODULES} ${row + QUIET_MODULES}h1v1h-1z`;
    }
  }
  return path;
}
