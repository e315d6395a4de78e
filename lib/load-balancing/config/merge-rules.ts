import type { MergeRules } from '../../config/merge';

/** In a variation of `service`, `existing` takes the place of every key of an owned service, and any of these that of `existing`. */
export const SERVICE_MERGE_RULES: MergeRules = {
  isReplaced(path, key, _own, variation) {
    if (path !== 'service') return false;
    const toExisting = Object.hasOwn(variation, 'existing');
    return key === 'existing' ? !toExisting && Object.keys(variation).length > 0 : toExisting;
  },
};
