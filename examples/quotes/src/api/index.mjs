import { quoteOf } from './quotes.mjs';

/** Answers a request of a function URL or an API with the quote of the day, and which version answered. */
export async function handler(event = {}) {
  const path = event.rawPath ?? '/';
  if (path !== '/') return answer(404, { message: `There is nothing at ${path}` });
  return answer(200, { ...quoteOf(new Date()), version: process.env.AWS_LAMBDA_FUNCTION_VERSION });
}

const answer = (statusCode, body) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
