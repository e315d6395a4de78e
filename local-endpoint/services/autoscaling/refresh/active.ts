import type { GroupRecord } from '../model';
import type { RefreshRecord } from './model';

const ACTIVE = ['Pending', 'InProgress', 'Baking', 'Cancelling', 'RollbackInProgress'];

/** The instance refresh of a group that is in progress. @returns undefined where none is */
export const activeRefresh = ({ refreshes }: GroupRecord): RefreshRecord | undefined =>
  refreshes.find(({ status }) => ACTIVE.includes(status));
