/** Whether broker and database let a service do its work, asked when it starts and told in one line. */
@NullMarked
package io.sluice.messaging.access;

import org.jspecify.annotations.NullMarked;
