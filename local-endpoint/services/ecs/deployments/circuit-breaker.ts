import type { RollingService } from '../store';

const LEAST_FAILURES = 3;
const MOST_FAILURES = 200;

/**
 * How many tasks may fail one after the other before the circuit breaker ends a deployment: half the desired count,
 * rounded up, but at least 3 and at most 200, unless the service sets a threshold of its own.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ThresholdConfiguration.html
 * @returns nothing where the service has no circuit breaker
 */
export function failureThreshold({ settings, desiredCount }: RollingService): number | undefined {
  const { deploymentCircuitBreaker: breaker } = settings.deploymentConfiguration;
  if (!breaker?.enable) return undefined;
  const { type = 'BOUNDED_PERCENT', value = 50 } = breaker.thresholdConfiguration ?? {};
  if (type === 'COUNT') return value;
  const share = Math.ceil((desiredCount * value) / 100);
  return type === 'UNBOUNDED_PERCENT' ? share : Math.min(Math.max(share, LEAST_FAILURES), MOST_FAILURES);
}
