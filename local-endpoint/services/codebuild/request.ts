import { AwsError } from '../../kit/aws-error';
const PAGE = 100;

/** A request that breaks a rule of the API, in CodeBuild's code. */
export const invalid = (message: string): AwsError => new AwsError('InvalidInputException', message);

/**
 * One page of a list, 100 items long.
 * @throws AwsError `InvalidInputException` for a token that no page gave
 */
export function pageOf<T>(items: readonly T[], token?: string): { page: T[]; nextToken?: string } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString());
  if (!Number.isInteger(start) || start < 0) throw invalid(`Invalid nextToken: ${token}`);
  const end = start + PAGE;
  const page = items.slice(start, end);
  return end < items.length ? { page, nextToken: Buffer.from(String(end)).toString('base64') } : { page };
}

/** Items in the order that was asked for. */
export const sorted = <T>(items: readonly T[], order: string | undefined, standard: string): T[] =>
  (order ?? standard) === 'DESCENDING' ? [...items].reverse() : [...items];

/**
 * The names or ids of a batch request.
 * @throws AwsError `InvalidInputException` for none, or more than 100
 */
export function batchOf(names: readonly string[] | undefined, member: string): readonly string[] {
  const count = names?.length ?? 0;
  if (!names || count < 1 || count > PAGE)
    throw invalid(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length between 1 and ${PAGE}; got: ${count}`,
    );
  return names;
}
