/** The same in every language. */
const BRAND = 'MultiPay';

/**
 * Whether a text is meant for people: it holds a word, and is more than one word or begins with a capital letter.
 * `button-primary`, `%s` and `wechat_pay` are not; `Pay` and `no payment yet` are. Tags and what is in them don't count.
 */
export function readsLikeProse(text: string): boolean {
  const plain = text
    .replaceAll(BRAND, ' ')
    .replace(/<[^>]*>?/g, ' ')
    .replace(/&\w+;|%(\d+\$)?[sd]/g, ' ');
  return /\p{L}{2,}\s+\p{L}+/u.test(plain) || /^\W*\p{Lu}\p{Ll}+/u.test(plain) || /\p{Script=Han}/u.test(plain);
}
