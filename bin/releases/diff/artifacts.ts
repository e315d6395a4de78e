import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { readArtifact } from '../../../handlers/artifact/read-artifact';
import type { ReleaseClients } from '../clients';
import type { ExecutedActions } from '../model';

/** No file of an artifact that is compared is larger. */
const MAX_BYTES = 512 * 1024;

/**
 * Reads a file that an execution has put into an artifact.
 * @param artifact its name in the pipeline
 * @returns nothing where the artifact has no such file
 * @throws ExpectedError where the execution has not made the artifact, or it has expired
 */
export async function readArtifactFile(
  { s3 }: ReleaseClients,
  actions: ExecutedActions,
  artifact: string,
  path: string,
): Promise<string | undefined> {
  const { s3location } =
    actions.flatMap(({ output }) => output?.outputArtifacts ?? []).find(({ name }) => name === artifact) ??
    {};
  if (!s3location?.bucket || !s3location.key)
    throw new ExpectedError(`the execution has not made artifact ${artifact} yet`);
  const location = { name: artifact, bucket: s3location.bucket, key: s3location.key };
  const files = await readArtifact(s3, location, { [path]: MAX_BYTES }).catch((error: Error) => {
    if (error.name !== 'ReleaseError' && error.name !== 'ConfigurationError') throw error;
    throw new ExpectedError(`${error.message}`);
  });
  return files[path];
}
