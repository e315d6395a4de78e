import type { Clock } from '../../kit/clock';
import type { LocalService } from '../../kit/local-service';
import { createCodeBuildStore } from './create-store';
import { batchDeleteBuilds } from './operations/batch-delete-builds';
import { batchGetBuilds } from './operations/batch-get-builds';
import { batchGetProjects } from './operations/batch-get-projects';
import { batchGetReportGroups } from './operations/batch-get-report-groups';
import { batchGetReports } from './operations/batch-get-reports';
import { batchPutTestCases } from './operations/batch-put-test-cases';
import { createProject } from './operations/create-project';
import { createReport } from './operations/create-report';
import { createReportGroup } from './operations/create-report-group';
import { deleteProject } from './operations/delete-project';
import { deleteReport } from './operations/delete-report';
import { deleteReportGroup } from './operations/delete-report-group';
import { describeTestCases } from './operations/describe-test-cases';
import { invalidateProjectCache } from './operations/invalidate-project-cache';
import { listBuilds } from './operations/list-builds';
import { listBuildsForProject } from './operations/list-builds-for-project';
import { listProjects } from './operations/list-projects';
import { listReportGroups } from './operations/list-report-groups';
import { listReports } from './operations/list-reports';
import { listReportsForReportGroup } from './operations/list-reports-for-report-group';
import { retryBuild } from './operations/retry-build';
import { startBuild } from './operations/start-build';
import { stopBuild } from './operations/stop-build';
import { updateProject } from './operations/update-project';
import { updateReport } from './operations/update-report';
import { updateReportGroup } from './operations/update-report-group';
import { permissions } from './permissions';
import { resources } from './resources';

/**
 * CodeBuild: runs the commands of a buildspec as processes of this machine, with the rights of the project's service
 * role. What needs a container of its own, or a network, is refused by name.
 * @param stopwatch what time-outs of builds are measured with @default - the machine's time
 */
export const codeBuildWith = (stopwatch?: Clock): LocalService => ({
  name: 'codebuild',
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
