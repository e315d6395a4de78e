import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AwsError } from '../../../kit/aws-error';
import type { AwsIdentity } from '../../../kit/aws';
import { uuidOf } from '../build-record';
import { BuildProcess } from './build-process';
import { PhaseFailure } from './failure';
import type { Folders, Place, Provisioned } from './run';

/** The principal that a project's service role must trust. */
export const CODEBUILD_PRINCIPAL = 'codebuild.amazonaws.com';

/**
 * Gives a build what it runs with.
 * @throws PhaseFailure `ACCESS_DENIED` where the service role cannot be assumed, or may not write the log
 */
export async function provision(place: Place): Promise<Provisioned> {
  const identity = await assumeServiceRole(place);
  await openLog(place, identity);
  const folders = await makeFolders(place);
  return {
    ...place,
    identity,
    folders,
    process: new BuildProcess(`CODEBUILD_BUILD_ID=${place.record.build.id}`),
  };
}

async function assumeServiceRole({ store: store, region, record }: Place): Promise<AwsIdentity> {
  const { serviceRole, arn } = record.project;
  try {
    return await store.context.aws.asRole(serviceRole, region.name, CODEBUILD_PRINCIPAL, arn);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new PhaseFailure(
      'ACCESS_DENIED',
      `CodeBuild is not authorized to perform: sts:AssumeRole on ${serviceRole}. ${error.message}`,
    );
  }
}

async function openLog({ log, record: { build, project } }: Place, identity: AwsIdentity): Promise<void> {
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

/** As CodeBuild lays them out, but within the endpoint's own folder. */
async function makeFolders({ store: store, record }: Place): Promise<Folders> {
  const all = join(store.context.folder, 'codebuild', uuidOf(record.build));
  const sources = join(all, 'output', `src${randomInt(1e8, 1e9)}`);
  const folders = { all, sources, primary: join(sources, 'src'), home: join(all, 'root') };
  await Promise.all(
    [folders.primary, folders.home, join(all, 'tmp')].map((path) => mkdir(path, { recursive: true })),
  );
  return folders;
}
