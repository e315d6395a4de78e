import type { StartInstanceRefreshAnswer } from '@aws-sdk/client-auto-scaling';

/** Where an answer has the id of what the call made, by operation. */
const MADE: Readonly<Record<string, (answer: never) => string | undefined>> = {
  StartInstanceRefresh: ({ InstanceRefreshId }: StartInstanceRefreshAnswer) => InstanceRefreshId,
};

/** @param call makes it, and returns the answer @returns the id of what it made @default - no later call names it */
export const madeId = (operation: string, call: () => object | undefined): string | undefined => {
  const answer = MADE[operation] && call();
  return answer && MADE[operation]?.(answer as never);
};
