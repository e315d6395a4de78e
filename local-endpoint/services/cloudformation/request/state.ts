import { AwsError } from '../../../kit/aws-error';
import type { Stack } from '../engine/stack';
import { isBusy } from '../engine/store';

/** From these states a stack can be updated. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
const UPDATABLE = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE'];

/**
 * Checks that an update may begin.
 * @throws AwsError `ValidationError`
 */
export function checkUpdatable(stack: Stack): void {
  if (UPDATABLE.includes(stack.status)) return;
  throw new AwsError(
    'ValidationError',
    `Stack:${stack.id} is in ${stack.status} state and can not be updated.`,
  );
}

/**
 * Checks that nothing is under way.
 * @throws AwsError `ValidationError`
 */
export function checkIdle(stack: Stack): void {
  if (!isBusy(stack)) return;
  throw new AwsError(
    'ValidationError',
    `Stack:${stack.id} is in ${stack.status} state and can not be updated.`,
  );
}
