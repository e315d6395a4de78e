import type { GreenGroup } from '../contract/fleet-settings';
import { parseGreen } from '../fleet/green-group';
import { logger } from '../logger';
import { readParameters, type StateParameter } from '../parameters/read-parameters';
import { writeParameter } from '../parameters/write-parameter';
import { isExecutionRunning } from './execution';
import type { Look } from './look';

/** `…/asg/green`. */
export interface GreenParameter {
  readonly name: string;
  /** @default - it is not there */
  readonly latest?: StateParameter;
  /** Name of the group that `…/asg/new` names: who wrote that one down has brought it up. @default - none serves yet */
  readonly served?: string;
}

/** Versions that one release can have written one behind the other, by calls that were repeated. */
const MAX_OWN_VERSIONS = 5;

/**
 * Writes down the group that a release is about to make. Parameter Store cannot make a write depend on what is there, but
 * numbers the versions: where this one does not follow what was read, another release has written in between.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 * @returns the group of a release that did so first and goes on with it, which is written down again: that is to be waited
 * for. Nothing otherwise
 */
export async function writeDown(
  look: Look,
  green: GreenGroup,
  parameter: GreenParameter,
): Promise<GreenGroup | undefined> {
  const { name, latest } = parameter;
  const value = JSON.stringify(green);
  const version = await writeParameter(look.clients.ssm, name, value, latest);
  if (Number(version) === Number(latest?.version ?? 0) + 1) return undefined;
  return giveWay(look, green, { ...parameter, latest: { value, version } });
}

/**
 * Whether a release that has written its group down wrote over that of another one, which goes on with it; that one's is
 * written down again. Only as long as the group is not made: whoever makes one has seen that it may.
 * @returns as {@link writeDown}
 */
export async function giveWay(
  look: Look,
  green: GreenGroup,
  { name, latest, served }: GreenParameter,
): Promise<GreenGroup | undefined> {
  const before = await versionBefore(look, green, name, Number(latest?.version ?? 0));
  const other = parseGreen(name, before);
  if (!before || !other || other.group === served) return undefined;
  if (!(await isExecutionRunning(look, other.execution))) return undefined;
  logger.info('Another release has written its group down first', { ...other });
  await writeParameter(look.clients.ssm, name, before.value, latest);
  return other;
}

/** The newest version before one that is not of the same release. */
async function versionBefore(
  { clients: { ssm } }: Look,
  { execution }: GreenGroup,
  name: string,
  version: number,
): Promise<StateParameter | undefined> {
  for (let at = version - 1; at > Math.max(0, version - 1 - MAX_OWN_VERSIONS); at -= 1) {
    const parameter = (await readParameters(ssm, [{ name, version: `${at}` }])).get(name);
    if (parseGreen(name, parameter)?.execution !== execution) return parameter;
  }
  return undefined;
}
