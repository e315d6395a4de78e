import { loadSpec } from '../../lib/spec/load';
import { rehearse } from '../../rehearsal/scenarios/rehearse';
import { forgetAws } from './forget-aws';
import { interruption } from './interruption';

/** What `pipeline-factory rehearse` was asked. */
export interface RehearseCommandOptions {
  readonly spec: string;
  readonly speed: number;
  readonly applications: string;
}

/** Rehearses a spec; a spec with mistakes is refused before anything starts. */
export async function runRehearse(
  options: RehearseCommandOptions,
  out: NodeJS.WritableStream,
): Promise<number> {
  const [{ account, region } = { account: '111111111111', region: 'us-east-1' }] = loadSpec(
    options.spec,
  ).environments;
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
