import { GetAliasCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** An alias, and how it shares its calls. */
export interface Alias {
  readonly functionName: string;
  readonly name: string;
  /** The version that it names, or `$LATEST`. */
  readonly version: string;
  /** The share from 0 to 1 that another version gets, by its number; nothing where all calls go to one. */
  readonly weights: Readonly<Record<string, number>>;
  /** Changes with every change of the alias. */
  readonly revisionId?: string;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html @returns nothing where there is none */
export async function readAlias(
  client: LambdaClient,
  functionName: string,
  name: string,
): Promise<Alias | undefined> {
  try {
    const command = new GetAliasCommand({ FunctionName: functionName, Name: name });
    const { FunctionVersion = '', RoutingConfig, RevisionId } = await client.send(command);
    const weights = RoutingConfig?.AdditionalVersionWeights ?? {};
    return { functionName, name, version: FunctionVersion, weights, revisionId: RevisionId };
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/** What an alias names whose calls are answered by what a function was changed to last, published or not. */
export const LATEST = '$LATEST';

export const hasWeights = ({ weights }: Alias): boolean => Object.keys(weights).length > 0;

/** `version 3`, or `$LATEST`. */
export const describeVersion = (version: string): string =>
  version === LATEST ? version : `version ${version}`;

/** What serves, in words: `version 3, 10 % of calls version 4`. */
export const describeAlias = ({ version, weights }: Alias): string =>
  [
    describeVersion(version),
    ...Object.entries(weights).map(([one, share]) => `${Math.round(share * 100)} % of calls version ${one}`),
  ].join(', ');

/** The command that a person moves an alias with. @param more options, quoted for a shell */
export const updateAliasCommand = (
  { functionName, name }: Pick<Alias, 'functionName' | 'name'>,
  more: string,
): string => `aws lambda update-alias --function-name ${functionName} --name ${name} ${more}`;
