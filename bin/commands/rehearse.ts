import { existsSync } from 'node:fs';
import { forgetAws } from '@pipeline-factory/local-endpoint';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { loadConfig } from '../../lib/load-config';
import { readSettledGrants } from '../../rehearsal/grants/tried-grants';
import { rehearse } from '../../rehearsal/rehearse';
import { DEFAULT_ACCOUNT_REGION } from './default-account-region';
import { describeUnmatched, readFaults } from './faults';
import { interruption } from './interruption';

/** Where teams keep their applications, unless `--applications` names another folder. */
const DEFAULT_APPLICATIONS = 'examples';

/** Options of `pipeline-factory rehearse`. */
export interface RehearseCommandOptions {
  readonly config: string;
  readonly applications: string;
  readonly only?: readonly string[];
  readonly verbose?: boolean;
  readonly json?: boolean;
  readonly junit?: string;
  readonly html?: string;
  /** Output of `--json` of earlier trials, or true. @default - no grant is taken away */
  readonly takeGrants?: readonly string[] | true;
  /** Rules of calls that fail, or files of rules. @default - none */
  readonly fault?: readonly string[];
}

/**
 * Rehearses a config.
 * @returns the exit code
 * @throws ConfigError where the config or a fault's rule has mistakes, before anything starts
 * @throws ExpectedError where the folder of applications does not exist, or the rehearsal cannot go on
 */
export async function runRehearse(
  { config, applications, only, fault, takeGrants, ...output }: RehearseCommandOptions,
  out: NodeJS.WritableStream,
): Promise<number> {
  const loaded = loadConfig(config);
  const [{ account, region } = DEFAULT_ACCOUNT_REGION] = loaded.environments;
  const faults = { rules: await readFaults(fault, loaded), describeUnmatched };
  requireFolder(applications);
  forgetAws();
  const signal = interruption();
  return rehearse({
    ...{ config, applicationsFolder: applications, account, region },
    ...{ only, output, out, signal, faults },
    takeGrants: takeGrants && readSettledGrants(takeGrants === true ? [] : takeGrants),
  });
}

/** The default folder need not exist: settings are then made from the deployed services. */
function requireFolder(applications: string): void {
  if (applications === DEFAULT_APPLICATIONS || existsSync(applications)) return;
  throw new ExpectedError(
    `--applications must be a folder that holds applications in folders named like their repositories (got: ${applications}, which does not exist)`,
  );
}
