import {
  type FunctionConfiguration,
  type LambdaClient,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { forward } from '../../../kit/forward';
import { endChange, requireIdle } from '../functions/changing';
import { type FunctionInput, type FunctionReference, referenceOf } from '../functions/reference';
import { requireRevision } from '../functions/revisions';
import { keepSnapStart, snapStartOf } from '../functions/snap-start';
import type { LambdaStore } from '../store';
import { deletedVersions } from './deleted-versions';
import { lambdaClient, readVersion } from './read';

/** What a version is published of. */
export interface PublishVersionInput extends FunctionInput {
  /** The code that is meant, base64. @default - whatever it is */
  readonly CodeSha256?: string;
  /** Of the function as it is meant. @default - whatever it is */
  readonly RevisionId?: string;
  readonly Description?: string;
}

/**
 * Publishes a version, unless code and configuration are those of the last one, which is given then.
 * https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
 * @throws AwsError InvalidParameterValueException where the code is another than the one that is meant, and
 * PreconditionFailedException where the function is
 */
export const publishVersion =
  (store: LambdaStore): Operation<PublishVersionInput, FunctionConfiguration> =>
  async (input, context) => {
    const reference = referenceOf(input, context);
    const client = lambdaClient(store, reference);
    requireIdle(store, reference);
    const latest = await readVersion(client, reference.name, '$LATEST');
    requireCode(input.CodeSha256, latest.CodeSha256);
    await requireRevision(store, reference, input.RevisionId);
    const { published } = store.state.in(reference);
    const last = published.get(reference.name);
    const content = contentOf(latest);
    if (last?.content === content) {
      if (!deletedVersions(store, reference, reference.name).has(last.version))
        return readVersion(client, reference.name, last.version);
      await haveMotoPublish(client, reference.name);
      endChange(store, reference);
    }
    const made = await forward<FunctionConfiguration>(context);
    const { Version = '' } = made;
    published.set(reference.name, { version: Version, content });
    keepSnapStart(store, reference, Version);
    return { ...made, SnapStart: snapStartOf(store, reference, Version) };
  };

/** Remembers what the first version is of, which moto published with the function. */
export async function rememberPublished(store: LambdaStore, reference: FunctionReference): Promise<void> {
  const latest = await readVersion(lambdaClient(store, reference), reference.name, '$LATEST');
  store.state.in(reference).published.set(reference.name, { version: '1', content: contentOf(latest) });
}

/** Publishes for an operation that publishes as well. */
export function publish(store: LambdaStore, reference: FunctionReference): Promise<FunctionConfiguration> {
  return lambdaClient(store, reference).send(new PublishVersionCommand({ FunctionName: reference.name }));
}

function requireCode(wanted: string | undefined, code: string | undefined): void {
  if (wanted === undefined || wanted === code) return;
  const message = `CodeSHA256 (${wanted}) is different from current CodeSHA256 in $LATEST (${code}). Please try again with the CodeSHA256 in $LATEST.`;
  throw new AwsError('InvalidParameterValueException', message);
}

/** Code and configuration, as text that is the same for the same ones. */
const contentOf = (latest: FunctionConfiguration): string =>
  JSON.stringify(Object.entries(latest).filter(([member]) => !OF_A_VERSION.includes(member)));

/** What differs between versions of the same code and configuration. */
const OF_A_VERSION = ['$metadata', 'FunctionArn', 'LastModified', 'RevisionId', 'Version'];

/** moto gives the last version again, deleted or not, until something of the function was set. */
async function haveMotoPublish(client: LambdaClient, FunctionName: string): Promise<void> {
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName }));
}
