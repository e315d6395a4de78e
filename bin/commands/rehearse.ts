import { existsSync } from 'node:fs';
import { loadConfig } from '../../lib/load-config';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { rehearse } from '../../rehearsal/rehearse';
import { forgetAws } from './forget-aws';
import { interruption } from './interruption';

/** Where teams keep their applications, unless they say otherwise. */
const DEFAULT_APPLICATIONS = 'examples';

/** What `pipeline-factory rehearse` was asked. */
export interface RehearseCommandOptions {
  readonly spec: string;
  readonly speed: number;
  readonly applications: string;
}

/** Rehearses a spec; a spec with mistakes, or a folder that is not there, is refused before anything starts. */
export async function runRehearse(
  options: RehearseCommandOptions,
  out: NodeJS.WritableStream,
): Promise<number> {
  const [{ account, region } = { account: '111111111111', region: 'us-east-1' }] = loadConfig(
    options.spec,
  ).environments;
  requireFolder(options.applications);
  forgetAws();
  return rehearse({
    spec: options.spec,
    speed: options.speed,
    applicationsFolder: options.applications,
    place: { account, region },
    out,
    signal: interruption(),
  });
}

/** Where applications are by default there need not be any: settings are then made up from the deployed services. */
function requireFolder(applications: string): void {
  if (applications === DEFAULT_APPLICATIONS || existsSync(applications)) return;
  throw new ExpectedError(
    `--applications must be a folder that holds applications in folders named like their repositories (got: ${applications}, which is not there)`,
  );
}
