import { GetParameterCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { Release, ReleaseRecord } from '../contract/release-record';
import { ConfigurationError } from '../errors';
import { isObject, parseObject } from '../json';

/**
 * Reads the record.
 * @returns nothing before the first release
 * @throws ConfigurationError where the parameter holds something else
 */
export async function readRecord(client: SSMClient, name: string): Promise<ReleaseRecord | undefined> {
  const value = await readParameter(client, name);
  if (value === undefined) return undefined;
  const record = parseObject(value);
  if (!record || !isObject(record.serving) || !isObject(record.serving.images))
    throw new ConfigurationError(
      `Parameter ${name} must hold a release record as JSON; delete it to start anew`,
    );
  return record as unknown as ReleaseRecord;
}

/**
 * The record after a release. What the record knows of a task definition that serves again is kept. A deployment that
 * is recorded already, or that ended before what serves came to serve, changes nothing; only its execution is added
 * where that was not known yet.
 */
export function nextRecord(record: ReleaseRecord | undefined, release: Release): ReleaseRecord {
  if (!record) return { serving: definedPartsOf(release) };
  const { serving, previous } = record;
  if (serving.deploymentId === release.deploymentId) {
    const execution = release.pipelineExecutionId ?? serving.pipelineExecutionId;
    return execution === serving.pipelineExecutionId
      ? record
      : { ...record, serving: definedPartsOf(release) };
  }
  if (serving.servingSince > release.servingSince) return record;
  const known = [serving, previous].find((one) => one?.taskDefinition === release.taskDefinition);
  const next = { ...known, ...definedPartsOf(release) };
  return { serving: next, previous: serving.taskDefinition === release.taskDefinition ? previous : serving };
}

/** Writes the record where it says something new. */
export async function writeRecord(
  client: SSMClient,
  name: string,
  before: ReleaseRecord | undefined,
  record: ReleaseRecord,
): Promise<void> {
  const value = JSON.stringify(record);
  if (value === JSON.stringify(before)) return;
  await client.send(new PutParameterCommand({ Name: name, Value: value, Type: 'String', Overwrite: true }));
}

async function readParameter(client: SSMClient, name: string): Promise<string | undefined> {
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name }));
    return Parameter?.Value;
  } catch (error) {
    if ((error as Error).name === 'ParameterNotFound') return undefined;
    throw error;
  }
}

/** So that what is not known does not hide what the record says. */
function definedPartsOf(release: Release): Release {
  return Object.fromEntries(
    Object.entries(release).filter(([, value]) => value !== undefined),
  ) as unknown as Release;
}
