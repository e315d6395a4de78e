import { AwsError } from '../../../kit/aws-error';
import type { CallContext } from '../../../kit/operation';
import { type Scope, scopeOf } from '../../../kit/scope';

/** The members of an input that name a function. */
export interface FunctionInput {
  /** Name, partial ARN or ARN, each with or without a qualifier. */
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

/** A version or an alias of a function. */
export interface FunctionReference extends Scope {
  readonly name: string;
  /** A version number, an alias or `$LATEST`. */
  readonly qualifier: string;
  /** Whether the call names the qualifier; `$LATEST` is meant where it does not. */
  readonly isQualified: boolean;
}

const ARN = /^arn:[\w-]+:lambda:([\w-]+):(\d{12}):function:([\w-]+)(?::([\w$-]+))?$/;
const PARTIAL_ARN = /^(?:(\d{12}):function:)?([\w-]+)(?::([\w$-]+))?$/;

/**
 * The function that a call names; account and region are the call's, where the name has none.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 * @throws AwsError ValidationException for what is no function name, ResourceNotFoundException for another region's
 */
export function referenceOf(
  { FunctionName, Qualifier: qualifier }: FunctionInput,
  context: Pick<CallContext, 'caller' | 'region'>,
): FunctionReference {
  const scope = scopeOf(context);
  const parts = partsOf(FunctionName);
  if (!parts) throw new AwsError('ValidationException', invalidName(FunctionName));
  if (parts.region && parts.region !== scope.region) {
    const message = `Functions from '${parts.region}' are not reachable in this region ('${scope.region}')`;
    throw new AwsError('ResourceNotFoundException', message, 404);
  }
  if (parts.qualifier && qualifier && parts.qualifier !== qualifier) {
    const message = 'The derived qualifier from the function name does not match the specified qualifier.';
    throw new AwsError('InvalidParameterValueException', message);
  }
  return {
    account: parts.account ?? scope.account,
    region: scope.region,
    name: parts.name,
    qualifier: parts.qualifier ?? qualifier ?? '$LATEST',
    isQualified: (parts.qualifier ?? qualifier) !== undefined,
  };
}

/** The name of the function in a name, partial ARN or ARN. @returns undefined for what is none of them, or may be two */
export function functionNameIn(reference: unknown): string | undefined {
  const parts = typeof reference === 'string' ? partsOf(reference) : undefined;
  const isAccount = /^\d{12}$/.test(parts?.name ?? ''); // AWS takes 111111111111:NAME, too
  return isAccount ? undefined : parts?.name;
}

/** The ARN of the function itself. */
export function functionArn({
  account,
  region,
  name,
}: Omit<FunctionReference, 'qualifier' | 'isQualified'>): string {
  return `arn:${partitionOf(region)}:lambda:${region}:${account}:function:${name}`;
}

/** The ARN with its qualifier. */
export function qualifiedArn(reference: FunctionReference): string {
  return `${functionArn(reference)}:${reference.qualifier}`;
}

function partsOf(name: string) {
  const arn = ARN.exec(name);
  if (arn) return { region: arn[1], account: arn[2], name: arn[3] ?? '', qualifier: arn[4] };
  const partial = PARTIAL_ARN.exec(name);
  return partial && { region: undefined, account: partial[1], name: partial[2] ?? '', qualifier: partial[3] };
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function invalidName(name: string): string {
  return `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${ARN.source}`;
}
