/** Longest text that fits a card, in characters. */
const MAX_LENGTH = 120;

const ESCAPED = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Draws a quote as a picture to share: `?text=…&author=…`. */
export async function handler(event = {}) {
  const { text = 'Ask /?text= for a card', author = 'unknown' } = event.queryStringParameters ?? {};
  if (text.length > MAX_LENGTH)
    return { statusCode: 400, body: `text must have at most ${MAX_LENGTH} characters (got: ${text.length})` };
  return { statusCode: 200, headers: { 'content-type': 'image/svg+xml' }, body: cardOf(text, author) };
}

const cardOf = (text, author) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 200"><title>${escaped(author)}</title>` +
  `<text x="20" y="90">${escaped(text)}</text><text x="20" y="150">${escaped(author)}</text></svg>`;

const escaped = (value) => value.replace(/[&<>"']/g, (character) => ESCAPED[character]);
