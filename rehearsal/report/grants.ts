import type { LocalEndpoint } from '@pipeline-factory/local-endpoint';
import type { Report } from './report';

/**
 * Reports which grants of the pipelines' own roles no call needed: a grant that no rehearsal uses may be one that the
 * pipeline does not need.
 * @param roles ARNs
 */
export async function reportUnusedGrants(
  local: LocalEndpoint,
  roles: readonly string[],
  report: Report,
): Promise<void> {
  const unused = (await local.unusedGrants(roles)).map(({ roleArn, statement, actions, whole }) => ({
    role: roleArn.split('/').at(-1) ?? roleArn,
    statement,
    whole,
    actions,
  }));
  report.emit({ type: 'grants-checked', unused });
}
