import type { Clock } from '../../kit/clock';
import type { LocalService } from '../../kit/local-service';
import {
  batchDeleteBuilds,
  batchGetBuilds,
  listBuilds,
  listBuildsForProject,
  stopBuild,
} from './operations/builds';
import {
  batchGetProjects,
  createProject,
  deleteProject,
  invalidateProjectCache,
  listProjects,
  updateProject,
} from './operations/projects';
import {
  batchGetReportGroups,
  createReportGroup,
  deleteReportGroup,
  listReportGroups,
  updateReportGroup,
} from './operations/report-groups';
import { batchPutTestCases, createReport, updateReport } from './operations/report-uploads';
import {
  batchGetReports,
  deleteReport,
  describeTestCases,
  listReports,
  listReportsForReportGroup,
} from './operations/reports';
import { retryBuild, startBuild } from './operations/start-build';
import { permissions } from './permissions';
import { resources } from './resources';
import { createCodeBuildStore } from './store';

/**
 * CodeBuild: runs the commands of a buildspec as processes of this machine, with the permissions of the project's
 * service role. What needs a container of its own, or a network, is refused by name.
 * @param stopwatch what time-outs of builds are measured with @default - the machine's time
 */
export const codeBuildWith = (stopwatch?: Clock): LocalService => ({
  name: 'codebuild',
  client: () => import('@aws-sdk/client-codebuild'),
  otherwise: 'refuse',
  permissions,
  resources,
  create(context) {
    const store = createCodeBuildStore(context, stopwatch);
    return {
      operations: {
        BatchDeleteBuilds: batchDeleteBuilds(store),
        BatchGetBuilds: batchGetBuilds(store),
        BatchGetProjects: batchGetProjects(store),
        BatchGetReportGroups: batchGetReportGroups(store),
        BatchGetReports: batchGetReports(store),
        BatchPutTestCases: batchPutTestCases(store),
        CreateProject: createProject(store),
        CreateReport: createReport(store),
        CreateReportGroup: createReportGroup(store),
        DeleteProject: deleteProject(store),
        DeleteReport: deleteReport(store),
        DeleteReportGroup: deleteReportGroup(store),
        DescribeTestCases: describeTestCases(store),
        InvalidateProjectCache: invalidateProjectCache(store),
        ListBuilds: listBuilds(store),
        ListBuildsForProject: listBuildsForProject(store),
        ListProjects: listProjects(store),
        ListReportGroups: listReportGroups(store),
        ListReports: listReports(store),
        ListReportsForReportGroup: listReportsForReportGroup(store),
        RetryBuild: retryBuild(store),
        StartBuild: startBuild(store),
        StopBuild: stopBuild(store),
        UpdateProject: updateProject(store),
        UpdateReport: updateReport(store),
        UpdateReportGroup: updateReportGroup(store),
      },
    };
  },
});

/** CodeBuild with the machine's time. */
export const codeBuild = codeBuildWith();
