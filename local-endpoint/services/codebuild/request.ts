import { AwsError } from '../../kit/aws-error';
import { type Page, pageOf } from '../../kit/page';

/** Items of a page, and names of a batch request. */
const MAX_ITEMS = 100;

/** A request that breaks a rule of the API, in CodeBuild's code. */
export const invalidInput = (message: string): AwsError => new AwsError('InvalidInputException', message);

/**
 * What CodeBuild can do and the local CodeBuild cannot. It is an error of CodeBuild's own code, because a project with
 * such a setting is invalid here.
 */
export const unsupportedInput = (what: string, reason: string): AwsError =>
  invalidInput(`${what} is not supported by the local CodeBuild: ${reason}`);

/**
 * One page of a list, 100 items long.
 * @throws AwsError `InvalidInputException` for a token that no page gave
 */
export const codeBuildPage = <Item>(items: readonly Item[], token: string | undefined): Page<Item> =>
  pageOf(items, {
    token,
    max: MAX_ITEMS,
    invalidToken: (given) => invalidInput(`Invalid nextToken: ${given}`),
  });

/** Items in the order that was asked for. */
export const sorted = <Item>(
  items: readonly Item[],
  order: string | undefined,
  defaultOrder: 'ASCENDING' | 'DESCENDING',
): Item[] => ((order ?? defaultOrder) === 'DESCENDING' ? [...items].reverse() : [...items]);

/**
 * The names or ids of a batch request.
 * @throws AwsError `InvalidInputException` for none, or more than 100
 */
export function batchOf(names: readonly string[] | undefined, member: string): readonly string[] {
  const count = names?.length ?? 0;
  if (!names || count < 1 || count > MAX_ITEMS)
    throw invalidInput(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length between 1 and ${MAX_ITEMS}; got: ${count}`,
    );
  return names;
}
