/** From the start of a Fargate task until it pulls its images. */
export const PROVISIONING_MILLISECONDS = 10_000;
/** From the first health check, of a container or of a load balancer, until its result. */
export const CHECK_MILLISECONDS = 5_000;
/** From the start of a Fargate task until its target is healthy; in AWS one to two minutes, here short enough to watch. */
export const START_MILLISECONDS = PROVISIONING_MILLISECONDS + 2 * CHECK_MILLISECONDS;
/** How long the connections of a task that stops are drained; in AWS the target group's delay, five minutes unless set. */
export const DRAINING_MILLISECONDS = 10_000;
/** How long ECS waits before it retries where tasks stop at once. */
export const RETRY_MILLISECONDS = 60_000;
/** How long a deployment with alarms, or a rollback, goes on when all tasks are in place; AWS computes it from the alarms. */
export const BAKE_MILLISECONDS = 60_000;
/** How long ECS shows a stopped task. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
export const SHOWN_STOPPED_MILLISECONDS = 60 * 60_000;
