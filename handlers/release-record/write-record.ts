import { PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { ReleaseRecord } from '../contract/release-record';

/**
 * Writes the record, unless nothing in it is new.
 * @param name of the parameter
 * @param before what the parameter holds
 */
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
