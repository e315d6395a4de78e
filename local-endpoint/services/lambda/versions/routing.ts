import { AwsError } from '../../../kit/aws-error';

/** How an alias shares its calls between two versions. */
export interface Routing {
  /** What the second version gets, from 0 to 1, by its number. */
  readonly AdditionalVersionWeights?: Readonly<Record<string, number>>;
}

/**
 * Checks what Lambda takes: one further version, both published, with a share of 0 to 1.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
 * @returns the further version @default - undefined, where all calls go to one
 * @throws AwsError InvalidParameterValueException
 */
export function requireRouting(
  version: string | undefined,
  routing: Routing | undefined,
): string | undefined {
  const weights = Object.entries(routing?.AdditionalVersionWeights ?? {});
  const [first] = weights;
  if (first === undefined) return undefined;
  if (weights.length > 1)
    throw invalid(
      `Number of items in AdditionalVersionWeights cannot be greater than 1, got: ${weights.length}`,
    );
  const [further, weight] = first;
  if (version === '$LATEST' || further === '$LATEST')
    throw invalid('$LATEST is not supported for an alias pointing to more than 1 version');
  if (further === version)
    throw invalid(
      `Invalid function version ${further}. Function version ${further} is already included in routing configuration.`,
    );
  if (!(weight >= 0 && weight <= 1))
    throw invalid(`Weight of version ${further} must be from 0.0 to 1.0, got: ${weight}`);
  return further;
}

const invalid = (message: string): AwsError => new AwsError('InvalidParameterValueException', message);
