import { AwsError } from '../../../kit/aws-error';

/** Which function, and which version or alias of it, a caller means. */
export interface FunctionReference {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** A version number or an alias; `$LATEST` where the caller says nothing. */
  readonly qualifier: string;
}

const ARN = /^arn:[\w-]+:lambda:([\w-]+):(\d{12}):function:([\w-]+)(?::([\w$-]+))?$/;
const PARTIAL_ARN = /^(?:(\d{12}):function:)?([\w-]+)(?::([\w$-]+))?$/;

/**
 * Reads a FunctionName in any of its forms: name, partial ARN or ARN, each with or without a qualifier.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 * @param home the account and region of the call, where the name does not say
 * @throws AwsError ValidationException for what is no function name, ResourceNotFoundException for another region's
 */
export function functionReference(
  name: string,
  qualifier: string | undefined,
  home: { readonly account: string; readonly region: string },
): FunctionReference {
  const parts = partsOf(name);
  if (!parts) throw new AwsError('ValidationException', invalid(name));
  if (parts.region && parts.region !== home.region) {
    const message = `Functions from '${parts.region}' are not reachable in this region ('${home.region}')`;
    throw new AwsError('ResourceNotFoundException', message, 404);
  }
  if (parts.qualifier && qualifier && parts.qualifier !== qualifier) {
    const message = 'The derived qualifier from the function name does not match the specified qualifier.';
    throw new AwsError('InvalidParameterValueException', message);
  }
  return {
    account: parts.account ?? home.account,
    region: home.region,
    name: parts.name,
    qualifier: parts.qualifier ?? qualifier ?? '$LATEST',
  };
}

/** The ARN of the function itself. */
export function functionArn({ account, region, name }: Omit<FunctionReference, 'qualifier'>): string {
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

function invalid(name: string): string {
  return `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${ARN.source}`;
}
