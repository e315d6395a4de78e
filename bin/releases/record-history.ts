import { GetParameterHistoryCommand, type ParameterHistory } from '@aws-sdk/client-ssm';
import { releaseParameterName } from '../../handlers/contract/names';
import type { RecordedRelease } from '../../handlers/contract/release-record';
import { parseRecord } from '../../handlers/release-record/parse-record';
import type { ReleasePipeline } from './model';

/**
 * The releases that the record has named as what serves, the oldest first. Parameter Store keeps the last hundred versions
 * of a parameter. A version that holds no record, because somebody edited it, is left out.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html
 */
export async function readRecordHistory({
  clients: { ssm },
  identity,
}: Pick<ReleasePipeline, 'clients' | 'identity'>): Promise<readonly RecordedRelease[]> {
  if (!identity) return [];
  const Name = releaseParameterName(identity);
  const releases: RecordedRelease[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ssm
      .send(new GetParameterHistoryCommand({ Name, MaxResults: 50, NextToken }))
      .catch((error: Error) => {
        if (error.name !== 'ParameterNotFound') throw error;
        return { Parameters: [], NextToken: undefined };
      });
    releases.push(...(page.Parameters ?? []).flatMap(servingOf));
    NextToken = page.NextToken;
  } while (NextToken);
  return releases.filter((release, index) => {
    const next = releases[index + 1];
    return !next || keyOf(next) !== keyOf(release); // a version that only adds what was not known yet
  });
}

function servingOf({ Value = '' }: ParameterHistory): RecordedRelease[] {
  try {
    return [parseRecord(Value).serving];
  } catch {
    return [];
  }
}

function keyOf(release: RecordedRelease): string {
  switch (release.type) {
    case 'ecs':
      return release.deploymentId;
    case 'asg':
      return `${release.group} ${release.launchTemplate.version} ${release.pipelineExecutionId}`;
    case 'lambda':
      return JSON.stringify([release.functions, release.pipelineExecutionId]);
  }
}
