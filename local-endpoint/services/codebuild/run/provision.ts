import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AwsError } from '../../../kit/aws-error';
import type { AwsIdentity } from '../../../kit/aws';
import { uuidOf } from '../model';
import { CODEBUILD_PRINCIPAL } from '../service-role';
import { BuildProcess } from './build-process';
import { PhaseFailure } from './failure';
import type { BuildFolders, BuildContext, ProvisionedBuild } from './context';

/**
 * Gives a build its credentials, log and folders.
 * @throws PhaseFailure `ACCESS_DENIED` where the service role cannot be assumed, or may not write the log
 */
export async function provision(context: BuildContext): Promise<ProvisionedBuild> {
  const identity = await assumeServiceRole(context);
  await openLog(context, identity);
  const folders = await makeFolders(context);
  return {
    ...context,
    identity,
    folders,
    process: new BuildProcess(`CODEBUILD_BUILD_ID=${context.record.build.id}`),
  };
}

async function assumeServiceRole({ store, state, record }: BuildContext): Promise<AwsIdentity> {
  const { serviceRole, arn } = record.project;
  try {
    return await store.context.aws.asRole(serviceRole, state.scope.region, CODEBUILD_PRINCIPAL, arn);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new PhaseFailure(
      'ACCESS_DENIED',
      `CodeBuild is not authorized to perform: sts:AssumeRole on ${serviceRole}. ${error.message}`,
    );
  }
}

async function openLog(
  { log, record: { build, project } }: BuildContext,
  identity: AwsIdentity,
): Promise<void> {
  const { groupName: logGroupName, streamName: logStreamName } = build.logs;
  if (!logGroupName || !logStreamName) return;
  try {
    await log.open(identity, { logGroupName, logStreamName });
  } catch (error) {
    throw new PhaseFailure(
      'ACCESS_DENIED',
      `Service role ${project.serviceRole} does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build ${build.arn}. Error message: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

/** CodeBuild's own layout, within the endpoint's folder. */
async function makeFolders({ store, record }: BuildContext): Promise<BuildFolders> {
  const all = join(store.context.folder, 'codebuild', uuidOf(record.build));
  const sources = join(all, 'output', `src${randomInt(1e8, 1e9)}`);
  const folders = { all, sources, primary: join(sources, 'src'), home: join(all, 'root') };
  await Promise.all(
    [folders.primary, folders.home, join(all, 'tmp')].map((path) => mkdir(path, { recursive: true })),
  );
  return folders;
}
