import type { Traffic } from '../../../config/traffic';

/**
 * How CodePipeline's action writes the way that traffic moves: `AllAtOnce`, `Canary10Percent5Minutes`,
 * `Linear10PercentEvery1Minute`.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html
 */
export function deployStrategy(traffic: Traffic): string {
  switch (traffic.type) {
    case 'all-at-once':
      return 'AllAtOnce';
    case 'canary':
      return `Canary${traffic.percentage}Percent${minutes(traffic.intervalMinutes)}`;
    case 'linear':
      return `Linear${traffic.percentage}PercentEvery${minutes(traffic.intervalMinutes)}`;
  }
}

const minutes = (count: number): string => `${count}Minute${count === 1 ? '' : 's'}`;
