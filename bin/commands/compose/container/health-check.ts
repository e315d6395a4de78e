import { literal } from '../interpolation';
import { type ComposePart, seconds } from '../conversion';
import type { Container } from '../task-definition';

/** ECS's own defaults, because docker's differ. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
export function healthCheckPart({ healthCheck }: Container): ComposePart {
  if (!healthCheck) return {};
  const { command, interval = 30, timeout = 5, retries = 3, startPeriod } = healthCheck;
  return {
    healthcheck: {
      test: testOf(command.map(literal)),
      interval: seconds(interval),
      timeout: seconds(timeout),
      retries,
      ...(startPeriod ? { start_period: seconds(startPeriod) } : {}),
    },
  };
}

function testOf(command: readonly string[]): readonly string[] {
  if (/^(CMD|CMD-SHELL|NONE)$/.test(command[0] ?? '')) return command;
  return [command.length === 1 ? 'CMD-SHELL' : 'CMD', ...command];
}
