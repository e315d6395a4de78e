/** Whether an execution with a status is not over. */
export const isUnderWay = (status: string | undefined): boolean =>
  status === 'InProgress' || status === 'Stopping';
