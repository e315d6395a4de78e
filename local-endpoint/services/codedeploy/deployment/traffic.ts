import type { DeploymentConfigInfo } from '@aws-sdk/client-codedeploy';
import type { TrafficShift } from './deployment';
import { recordTraffic } from './ecs-service';
import { DeploymentInterruption } from './interruption';
import { forwardTraffic, supportsWeights } from './listeners';
import { type DeploymentRun, pause } from './run';

/** One move of traffic. */
export interface TrafficStep {
  /** Percent of the traffic that green gets. */
  readonly green: number;
  /** How long to wait before the next move. */
  readonly minutes: number;
}

/**
 * The moves a deployment configuration asks for.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
 */
export function trafficSteps({ trafficRoutingConfig }: DeploymentConfigInfo): TrafficStep[] {
  const { type, timeBasedCanary, timeBasedLinear } = trafficRoutingConfig ?? {};
  if (type === 'TimeBasedCanary') {
    const { canaryPercentage = 10, canaryInterval = 5 } = timeBasedCanary ?? {};
    return [
      { green: canaryPercentage, minutes: canaryInterval },
      { green: 100, minutes: 0 },
    ];
  }
  if (type !== 'TimeBasedLinear') return [{ green: 100, minutes: 0 }];
  const { linearPercentage = 10, linearInterval = 1 } = timeBasedLinear ?? {};
  const count = Math.ceil(100 / linearPercentage);
  return Array.from({ length: count }, (_, index) => ({
    green: Math.min((index + 1) * linearPercentage, 100),
    minutes: index + 1 < count ? linearInterval : 0,
  }));
}

/** Moves the production traffic to green in the steps of the deployment configuration. */
export async function shiftProduction(run: DeploymentRun, shift: TrafficShift): Promise<void> {
  const steps = trafficSteps(run.config);
  if (steps.length > 1 && !(await supportsWeights(run, shift.productionListener)))
    throw new DeploymentInterruption(
      'ELASTIC_LOAD_BALANCING_INVALID',
      'Only ALB supports gradual traffic routing, use AllAtOnce Traffic routing instead when you create/update Deployment group',
    );
  for (const { green, minutes } of steps) {
    await forwardTraffic(run, shift, shift.productionListener, green);
    recordTraffic(run, green);
    if (minutes) await pause(run, minutes * 60_000);
  }
}
