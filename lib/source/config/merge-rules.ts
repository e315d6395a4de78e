import { alternatives, combineMergeRules, type MergeRules } from '../../config/merge';

/** How variations of `source` are laid over an entry's: git or uploads, `image` or `images`, a connection or CodeCommit. */
export const SOURCE_MERGE_RULES: MergeRules = combineMergeRules(
  alternatives({
    source: {
      image: ['images', 'git'],
      images: ['image', 'git'],
      settings: ['git'],
      code: ['git'],
      ci: ['git'],
      git: ['image', 'images', 'settings', 'code', 'ci'],
    },
    'source git': { connection: ['codecommit'], codecommit: ['connection'] },
  }),
  // What starts a pipeline is in one place.
  { isWhole: (path) => path === 'source git push' || path === 'source git pullRequest' },
);

/** The help of `variationHelp` for a `source` that may have git. */
export const GIT_VARIATION_HELP = 'What starts the pipeline (push, pullRequest) is replaced as a whole.';
