import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const GRAVE = new Set(['serious', 'critical']);

/**
 * Expects nothing grave in a part of the page, by the rules of WCAG 2.1 A and AA. The rest of the page is WordPress's.
 *
 * @param part a CSS selector
 */
export async function expectAccessible(page: Page, part: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .include(part)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  const grave = violations.filter(({ impact }) => GRAVE.has(impact ?? ''));
  expect(
    grave.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html).join('\n  ')}`),
    `grave findings in ${part} of ${page.url()}`,
  ).toEqual([]);
}
