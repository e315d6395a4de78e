import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { quoteOf } from './quotes';

type Request = Partial<Pick<APIGatewayProxyEventV2, 'rawPath'>>;

/** Answers a request of a function URL or an API with the quote of the day, and which version answered. */
export async function handler({ rawPath = '/' }: Request = {}): Promise<APIGatewayProxyStructuredResultV2> {
  if (rawPath !== '/') return answer(404, { message: `There is nothing at ${rawPath}` });
  return answer(200, { ...quoteOf(new Date()), version: process.env.AWS_LAMBDA_FUNCTION_VERSION });
}

const answer = (statusCode: number, body: object): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
