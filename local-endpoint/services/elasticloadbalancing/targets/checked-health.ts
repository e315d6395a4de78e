import type { TargetGroup, TargetHealth } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { HealthData } from './health-data';

/** A target is being registered for that long before it is checked for the first time: the shortest interval of checks. */
const REGISTRATION_MILLISECONDS = 5_000;

/**
 * What a load balancer that checks a target finds.
 *
 * A new target becomes healthy after its target group's threshold of checks. An Application Load Balancer may take one
 * check for enough; who relies on the longer wait is right with the shorter one, too.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 * @param elapsed milliseconds for which it has been checked
 */
export function checkedHealth(data: HealthData, group: TargetGroup, elapsed: number): TargetHealth {
  if (group.HealthCheckEnabled === false)
    return {
      State: 'unavailable',
      Reason: 'Target.HealthCheckDisabled',
      Description: 'Health checks are not enabled for this target',
    };
  const state = stateAfter(data, group, elapsed);
  if (state === 'healthy') return { State: 'healthy' };
  if (state === 'unhealthy') return { State: 'unhealthy', ...failureOf(data) };
  return elapsed < REGISTRATION_MILLISECONDS
    ? {
        State: 'initial',
        Reason: 'Elb.RegistrationInProgress',
        Description: 'Target registration is in progress',
      }
    : {
        State: 'initial',
        Reason: 'Elb.InitialHealthChecking',
        Description: 'Initial health checks in progress',
      };
}

/** The state changes when as many checks in a row as the threshold says have found another one. */
function stateAfter(
  { succeeds, changesAfter }: HealthData,
  { HealthCheckIntervalSeconds = 30, HealthyThresholdCount = 5, UnhealthyThresholdCount = 2 }: TargetGroup,
  elapsed: number,
): 'initial' | 'healthy' | 'unhealthy' {
  const interval = HealthCheckIntervalSeconds * 1_000;
  const delay = (healthy: boolean) => interval * (healthy ? HealthyThresholdCount : UnhealthyThresholdCount);
  const stateOf = (healthy: boolean) => (healthy ? 'healthy' : 'unhealthy');
  if (changesAfter !== undefined && elapsed >= changesAfter + delay(!succeeds)) return stateOf(!succeeds);
  return delay(succeeds) <= Math.min(elapsed, changesAfter ?? elapsed) ? stateOf(succeeds) : 'initial';
}

function failureOf({ failure }: HealthData): Pick<TargetHealth, 'Reason' | 'Description'> {
  if (failure === undefined)
    return { Reason: 'Target.FailedHealthChecks', Description: 'Health checks failed' };
  return failure === 'timeout'
    ? { Reason: 'Target.Timeout', Description: 'Request timed out' }
    : {
        Reason: 'Target.ResponseCodeMismatch',
        Description: `Health checks failed with these codes: [${failure}]`,
      };
}
