import type { ComposePart, ConversionContext } from '../conversion';
import type { Container } from '../task-definition';

/** https://docs.docker.com/reference/compose-file/services/#depends_on */
const CONDITIONS = {
  START: 'service_started',
  HEALTHY: 'service_healthy',
  COMPLETE: 'service_completed_successfully',
  SUCCESS: 'service_completed_successfully',
} as const;

/** What must have started, be well or have ended before. */
export function dependsOnPart(
  { dependsOn = [] }: Container,
  { at, addNote }: ConversionContext,
): ComposePart {
  if (dependsOn.length === 0) return {};
  dependsOn.forEach(({ condition }, index) => {
    if (condition === 'COMPLETE')
      addNote(`${at}.dependsOn[${index}].condition`, 'COMPLETE takes any exit code, Compose waits for 0');
  });
  return {
    depends_on: Object.fromEntries(
      dependsOn.map(({ containerName, condition }) => [containerName, { condition: CONDITIONS[condition] }]),
    ),
  };
}
