import type {
  CreateRepositoryRequest,
  ImageTagMutabilityExclusionFilter,
  PutImageTagMutabilityRequest,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';

/**
 * Which tags are excepted from a repository's mutability: ECR takes five patterns of at most two `*` each. moto takes each
 * pattern for a regular expression, and fails at one that begins with `*`, so it is given one.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
 */
export const createRepository: Operation<CreateRepositoryRequest> = withFilters;

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImageTagMutability.html */
export const putImageTagMutability: Operation<PutImageTagMutabilityRequest> = withFilters;

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRepositories.html */
export const describeRepositories: Operation = async (_input, context) =>
  restored((await context.forward?.()) as Answer);

const [MAX_FILTERS, MAX_WILDCARDS] = [5, 2];

interface Filtered {
  readonly imageTagMutabilityExclusionFilters?: readonly ImageTagMutabilityExclusionFilter[];
}

/** What the three operations answer. */
interface Answer extends Filtered {
  readonly repository?: Filtered;
  readonly repositories?: readonly Filtered[];
}

async function withFilters(input: Filtered, context: Parameters<Operation>[1]): Promise<object> {
  const filters = input.imageTagMutabilityExclusionFilters;
  check(filters ?? []);
  const forwarded = filters && {
    ...input,
    imageTagMutabilityExclusionFilters: filters.map((one) => ({ ...one, filter: toExpression(one.filter) })),
  };
  return restored((await context.forward?.(forwarded)) as Answer);
}

function check(filters: readonly ImageTagMutabilityExclusionFilter[]): void {
  const many = filters.find(({ filter = '' }) => filter.split('*').length - 1 > MAX_WILDCARDS);
  if (filters.length > MAX_FILTERS)
    throw invalid(`a repository takes at most ${MAX_FILTERS} filters, got: ${filters.length}`);
  if (many) throw invalid(`a filter takes at most ${MAX_WILDCARDS} wildcards, got: ${many.filter}`);
}

const invalid = (what: string): AwsError =>
  new AwsError(
    'InvalidParameterException',
    `Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to satisfy constraint: ${what}`,
  );

function restored(answer: Answer): object {
  return {
    ...restoredFilters(answer),
    ...(answer.repository && { repository: restoredFilters(answer.repository) }),
    ...(answer.repositories && { repositories: answer.repositories.map(restoredFilters) }),
  };
}

const restoredFilters = <T extends Filtered>(one: T): T => ({
  ...one,
  ...(one.imageTagMutabilityExclusionFilters && {
    imageTagMutabilityExclusionFilters: one.imageTagMutabilityExclusionFilters.map((filter) => ({
      ...filter,
      filter: toPattern(filter.filter),
    })),
  }),
});

/** Of the characters that a filter may have only the full stop means something else in an expression. */
const toExpression = (pattern = ''): string => `${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`;

const toPattern = (expression = ''): string =>
  expression.replace(/\$$/, '').replaceAll('.*', '*').replaceAll('\\.', '.');
