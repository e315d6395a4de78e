import { playedPipeline } from '../../git/played-pipeline';
import type { LambdaContext } from '../context';

/** Why a step is skipped that watches both versions serve. */
export function skipWithoutCanary(context: LambdaContext): string | undefined {
  const { name, functions } = playedPipeline(context);
  const moves = functions.every(({ firstPercent }) => firstPercent !== undefined);
  return moves ? undefined : `${name} moves all of its traffic at once`;
}

/** Why a step is skipped whose alarm fires while both versions serve. */
export function skipWithoutAlarms(context: LambdaContext): string | undefined {
  const { name, functions } = playedPipeline(context);
  const watches = functions.every(({ alarms }) => alarms.length > 0);
  return skipWithoutCanary(context) ?? (watches ? undefined : `${name} watches no alarm`);
}

/** Why a step is skipped in which one of several functions fails. */
export function skipWithoutSecondFunction(context: LambdaContext): string | undefined {
  const { name, functions } = playedPipeline(context);
  return skipWithoutAlarms(context) ?? (functions.length > 1 ? undefined : `${name} releases one function`);
}
