import { combineMergeRules, type MergeRules } from '../../../config/merge';
import { BUILD_MERGE_RULES } from '../../../build/config/merge-rules';
import { SERVICE_MERGE_RULES } from '../../../load-balancing/config/merge-rules';
import { SOURCE_MERGE_RULES } from '../../../source/config/merge-rules';

/** What a variation replaces whole, because half of it would belong to something else. */
const WHOLE = /^(image base|image build environment \S+|instances profile|fleet (schedules|hooks) \S+)$/;

/** How variations are laid over an entry's. */
export const FLEET_MERGE_RULES: MergeRules = combineMergeRules(
  SOURCE_MERGE_RULES,
  BUILD_MERGE_RULES,
  SERVICE_MERGE_RULES,
  { isWhole: (path) => WHOLE.test(path) },
);
