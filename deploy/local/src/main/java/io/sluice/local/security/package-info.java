/** Certificates, logins and what they are good for, on a platform that was made with {@code --secure}. */
@NullMarked
package io.sluice.local.security;

import org.jspecify.annotations.NullMarked;
