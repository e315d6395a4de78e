/** What a Fargate task takes until it pulls its images. */
export const PROVISIONING_MILLISECONDS = 10_000;
/** What a health check, of a container or of a load balancer, takes to come to its verdict. */
export const CHECK_MILLISECONDS = 5_000;
/** What a Fargate task takes until its target is healthy; in AWS one to two minutes, here as short as a person can follow. */
export const START_MILLISECONDS = PROVISIONING_MILLISECONDS + 2 * CHECK_MILLISECONDS;
/** How long the connections of a task that stops are drained; in AWS the target group's delay, five minutes unless set. */
export const DRAINING_MILLISECONDS = 10_000;
/** How often ECS tries again where tasks stop at once. */
export const RETRY_MILLISECONDS = 60_000;
/** How long a deployment with alarms, or a rollback, goes on when all tasks are in place; AWS computes it from the alarms. */
export const BAKE_MILLISECONDS = 60_000;
/** How long ECS shows a stopped task. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
export const SHOWN_STOPPED_MILLISECONDS = 60 * 60_000;
