import type { SimulatedAccount } from '../simulated-account/simulated-account';

/** Each job has one result, but where its function never answered. @returns what is broken of that */
export function unansweredJobs({ pipeline: { jobs }, lambda: { dropped } }: SimulatedAccount): string[] {
  const due = jobs.filter(({ isAbandoned = false }) => !isAbandoned);
  const taken = due.map(({ id, results }) => [id, results.filter(({ isTaken }) => isTaken).length] as const);
  const none = taken.filter(([, count]) => count === 0);
  return [
    ...taken.filter(([, count]) => count > 1).map(([id]) => `4: job ${id} has more than one result`),
    ...(none.length > dropped ? [`4: jobs without a result: ${none.map(([id]) => id).join(', ')}`] : []),
  ];
}
