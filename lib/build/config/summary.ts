import { summarizeGit } from '../../source/config/summary';
import type { Commits } from './model';

/** What starts a pipeline that takes commits, and whose images it takes where it builds none, in a line. */
export const summarizeCommits = ({ git, build }: Commits): string =>
  build.promote === undefined ? summarizeGit(git) : `${summarizeGit(git)}, images of ${build.promote}`;
