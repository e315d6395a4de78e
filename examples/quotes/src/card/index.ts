import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** Longest text that fits a card, in characters. */
const MAX_LENGTH = 120;

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

type Request = Partial<Pick<APIGatewayProxyEventV2, 'queryStringParameters'>>;

/** Draws a quote as a picture to share: `?text=…&author=…`. */
export async function handler({
  queryStringParameters = {},
}: Request = {}): Promise<APIGatewayProxyStructuredResultV2> {
  const { text = 'Ask /?text= for a card', author = 'unknown' } = queryStringParameters;
  if (text.length > MAX_LENGTH)
    return {
      statusCode: 400,
      body: `text must have at most ${MAX_LENGTH} characters (got: ${text.length})`,
    };
  return { statusCode: 200, headers: { 'content-type': 'image/svg+xml' }, body: cardOf(text, author) };
}

const cardOf = (text: string, author: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 200"><title>${escaped(author)}</title>` +
  `<text x="20" y="90">${escaped(text)}</text><text x="20" y="150">${escaped(author)}</text></svg>`;

const escaped = (value: string): string =>
  value.replace(/[&<>"']/g, (character) => ESCAPED[character] ?? character);
